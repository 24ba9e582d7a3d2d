package io.millrace.pipelines.stages;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import io.millrace.pipelines.stages.output.RecordSink;
import io.millrace.pipelines.stages.output.Records;
import io.millrace.pipelines.stages.output.StageJson;
import io.millrace.pipelines.stages.targeting.CampaignRequest;
import io.millrace.pipelines.stages.targeting.Person;
import io.millrace.pipelines.stages.targeting.Population;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;

/// What a chain of stages costs on top of reading and writing the same bytes: run by
/// `bench/stages`.
///
/// Three ways to carry the same records through the same number of stages on the same S3 client:
/// *raw* gets an object and puts its bytes again; *plain* also parses every record and writes it
/// anew, as a program without the kit would have to; *kit* is a stage that hands its records on.
/// The order of the three changes from round to round.
final class StageBench {
  private static final String PREFIX = "executions/bench-";

  private final int stages;
  private final int people;
  private final byte[] data;

  private StageBench(int megabytes, int stages) throws IOException {
    this.stages = stages;
    var population = new Population(new CampaignRequest("bench", 1, 1_000_000, 1_000));
    var bytes = new ByteArrayOutputStream(megabytes << 20);
    var id = 0;
    while (bytes.size() < megabytes * 1_000_000) {
      bytes.write(StageJson.MAPPER.writeValueAsBytes(population.person(id++)));
      bytes.write('\n');
    }
    this.people = id;
    this.data = bytes.toByteArray();
  }

  /// Makes the records that the others read.
  static final class Fill extends RecordStage<Integer, Person> {
    @Override
    protected void process(Records<Integer> input, RecordSink<Person> output, StageRun run) {
      var population = new Population(new CampaignRequest("bench", 1, 1_000_000, 1_000));
      for (var count : input) {
        for (var id = 0; id < count; id++) {
          output.write(population.person(id));
        }
      }
    }
  }

  /// Hands people on as they are.
  static final class Pass extends RecordStage<Person, Person> {
    @Override
    protected void process(Records<Person> input, RecordSink<Person> output, StageRun run) {
      input.forEach(output::write);
    }
  }

  /// Carries the records of a run's stage 0 through its other stages.
  private interface Way {
    void carry(String run) throws IOException;
  }

  private void raw(String run) throws IOException {
    for (var stage = 0; stage < stages; stage++) {
      var from = PREFIX + run + "/" + stage;
      put(PREFIX + run + "/" + (stage + 1), TestS3.bytes(from));
    }
  }

  private void plain(String run) throws IOException {
    ObjectReader reader = StageJson.MAPPER.readerFor(Person.class);
    for (var stage = 0; stage < stages; stage++) {
      var from = PREFIX + run + "/" + stage;
      var made = new ByteArrayOutputStream(data.length);
      try (var in = TestS3.client().getObject(get -> get.bucket(TestS3.BUCKET).key(from));
          MappingIterator<Person> all = reader.readValues(in);
          var writer =
              StageJson.MAPPER
                  .writerFor(Person.class)
                  .withRootValueSeparator("\n")
                  .writeValues(made)) {
        while (all.hasNext()) {
          writer.write(all.next());
        }
      }
      put(PREFIX + run + "/" + (stage + 1), made.toByteArray());
    }
  }

  private void kit(String run) throws IOException {
    var services = TestS3.services();
    for (var stage = 0; stage < stages; stage++) {
      Kit.call(
          services,
          new Pass(),
          Kit.event("bench-" + run, "S" + (stage + 1), stage == 0 ? "first" : "S" + stage));
    }
  }

  private static void put(String key, byte[] bytes) {
    TestS3.client()
        .putObject(put -> put.bucket(TestS3.BUCKET).key(key), RequestBody.fromBytes(bytes));
  }

  private double seconds(Way way, String run) throws IOException {
    TestS3.put(PREFIX + run + "/0", data);
    Kit.call(new Fill(), Kit.event("bench-" + run, "first").put("initialData", people));
    var begin = System.nanoTime();
    way.carry(run);
    var time = (System.nanoTime() - begin) / 1e9;
    TestS3.objects(PREFIX + run).keySet().forEach(key -> TestS3.delete(PREFIX + run + key));
    return time;
  }

  public static void main(String[] arguments) throws IOException {
    var megabytes = Integer.parseInt(arguments[0]);
    var rounds = Integer.parseInt(arguments[1]);
    new StageBench(megabytes, 10).report(rounds);
    ChainLatency.report(rounds);
    System.exit(0); // the endpoint has threads of its own
  }

  private void report(int rounds) throws IOException {
    var names = List.of("raw", "plain", "kit");
    List<Way> ways = List.of(this::raw, this::plain, this::kit);
    var times = new ArrayList<List<Double>>();
    names.forEach(_ -> times.add(new ArrayList<>()));
    for (var round = -1; round < rounds; round++) {
      for (var i = 0; i < ways.size(); i++) {
        var which = (i + Math.max(round, 0)) % ways.size();
        var time = seconds(ways.get(which), names.get(which) + round);
        if (round >= 0) {
          times.get(which).add(time);
        }
      }
    }
    var medians = times.stream().map(StageBench::median).toList();
    System.out.printf(
        "%d stages, %.1f MB and %d records each, median of %d rounds%n",
        stages, data.length / 1e6, people, rounds);
    for (var i = 0; i < names.size(); i++) {
      System.out.printf(
          "%-6s %6.2f s  %6.1f MB/s in and out  %5.1f stages/s  %.2f x raw  %.2f x plain%n",
          names.get(i),
          medians.get(i),
          2.0 * stages * data.length / 1e6 / medians.get(i),
          stages / medians.get(i),
          medians.get(i) / medians.get(0),
          medians.get(i) / medians.get(1));
    }
  }

  private static double median(List<Double> times) {
    var sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
