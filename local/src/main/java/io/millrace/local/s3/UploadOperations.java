package io.millrace.local.s3;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Multipart uploads. An upload is a folder with a description and a file for each part, named by
/// its number and MD5; it survives restarts until it is completed or aborted.
final class UploadOperations {
  private static final ObjectMapper JSON =
      JsonMapper.builder().addModule(new JavaTimeModule()).build();

  /// Amazon S3 user guide, "Amazon S3 multipart upload limits": every part but the last.
  private static final long MIN_PART_BYTES = 5L << 20;

  private static final int MAX_PARTS = 10_000;

  private final Layout layout;
  private final ObjectStore store;

  UploadOperations(Layout layout, ObjectStore store) {
    this.layout = layout;
    this.store = store;
  }

  /// What an upload will become.
  record Description(String bucket, String key, ObjectRecord object) {}

  /// A part as it lies in the upload's folder.
  private record Part(int number, String md5, Path file) {
    static Part of(Path file) {
      var name = file.getFileName().toString();
      return new Part(Integer.parseInt(name.substring(0, 5)), name.substring(6), file);
    }
  }

  /// Deletes the uploads to which nothing was added since then, and what a kill left of a deletion.
  static void deleteAbandoned(Layout layout, Instant since) throws IOException {
    try (var folders = Files.list(layout.uploads())) {
      for (var folder : (Iterable<Path>) folders::iterator) {
        if (Files.getLastModifiedTime(folder).toInstant().isBefore(since)
            || !Files.exists(folder.resolve("description"))) {
          deleteFolder(folder);
        }
      }
    }
  }

  S3Response create(S3Request request) throws IOException {
    store.requireBucket(request.bucket());
    layout.object(request.bucket(), request.key());
    var id = UUID.randomUUID().toString().replace("-", "");
    var folder = layout.uploads().resolve(id);
    var draft = layout.staging().resolve(id);
    Files.createDirectory(draft);
    var object = ObjectOperations.describe(request, "", Map.of());
    var description = new Description(request.bucket(), request.key(), object);
    Files.write(draft.resolve("description"), JSON.writeValueAsBytes(description));
    Durable.flush(draft.resolve("description"));
    Durable.flush(draft);
    Durable.move(draft, folder);
    return S3Response.xml(
        200,
        Xml.document("InitiateMultipartUploadResult")
            .add("Bucket", request.bucket())
            .add("Key", request.key())
            .add("UploadId", id));
  }

  S3Response part(S3Request request) throws IOException {
    var folder = folder(request);
    var number = request.number("partNumber", 0);
    if (number < 1 || number > MAX_PARTS) {
      throw new S3Error(
          400, "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
    }
    var staged = store.stage();
    try {
      var checksums = Body.receive(request, staged);
      Durable.flush(staged);
      var file = folder.resolve("%05d-%s".formatted(number, checksums.md5()));
      Durable.move(staged, file);
      for (var part : parts(folder)) {
        if (part.number() == number && !part.file().equals(file)) {
          Files.deleteIfExists(part.file());
        }
      }
      return S3Response.empty(200).with("etag", S3Response.quote(checksums.md5()));
    } catch (NoSuchFileException _) {
      throw S3Error.noSuchUpload();
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  S3Response complete(S3Request request) throws IOException {
    var folder = folder(request);
    var body = request.isChunked() ? new AwsChunkedStream(request.body()) : request.body();
    var chosen = choose(parts(folder), Xml.read(body, "Part"));
    var staged = store.stage();
    var md5 = Checksums.digest("MD5");
    try {
      try (var out =
          FileChannel.open(staged, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (var part : chosen) {
          append(part.file(), out);
          md5.update(HexFormat.of().parseHex(part.md5()));
        }
      }
      var etag = HexFormat.of().formatHex(md5.digest()) + "-" + chosen.size();
      var said = description(folder).object();
      var object =
          new ObjectRecord(
              0, said.lastModified(), etag, said.headers(), said.userMetadata(), Map.of());
      store.put(request.bucket(), request.key(), staged, object, Conditions.forWriting(request));
      deleteFolder(folder);
      return S3Response.xml(
          200,
          Xml.document("CompleteMultipartUploadResult")
              .add("Bucket", request.bucket())
              .add("Key", request.key())
              .add("ETag", S3Response.quote(etag)));
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  S3Response abort(S3Request request) throws IOException {
    deleteFolder(folder(request));
    return S3Response.empty(204);
  }

  S3Response listParts(S3Request request) throws IOException {
    var folder = folder(request);
    var xml =
        Xml.document("ListPartsResult")
            .add("Bucket", request.bucket())
            .add("Key", request.key())
            .add("UploadId", request.parameter("uploadId").orElse(""))
            .add("IsTruncated", false);
    for (var part : parts(folder)) {
      xml.open("Part")
          .add("PartNumber", part.number())
          .add("ETag", S3Response.quote(part.md5()))
          .add("Size", Files.size(part.file()))
          .add("LastModified", Files.getLastModifiedTime(part.file()).toInstant())
          .close("Part");
    }
    return S3Response.xml(200, xml);
  }

  S3Response listUploads(S3Request request) throws IOException {
    store.requireBucket(request.bucket());
    var prefix = request.parameter("prefix").orElse("");
    var xml =
        Xml.document("ListMultipartUploadsResult")
            .add("Bucket", request.bucket())
            .add("Prefix", prefix)
            .add("IsTruncated", false);
    try (var folders = Files.list(layout.uploads())) {
      for (var folder : (Iterable<Path>) folders.sorted()::iterator) {
        var description = description(folder);
        if (description.bucket().equals(request.bucket()) && description.key().startsWith(prefix)) {
          xml.open("Upload")
              .add("Key", description.key())
              .add("UploadId", folder.getFileName())
              .add(
                  "Initiated", Files.getLastModifiedTime(folder.resolve("description")).toInstant())
              .close("Upload");
        }
      }
    }
    return S3Response.xml(200, xml);
  }

  /// The parts that the client lists, checked as S3 does.
  private static List<Part> choose(List<Part> present, List<Map<String, String>> wanted)
      throws IOException {
    var chosen = new ArrayList<Part>();
    var before = 0;
    for (var item : wanted) {
      var number = Integer.parseInt(item.getOrDefault("PartNumber", "0"));
      var md5 = item.getOrDefault("ETag", "").replace("\"", "");
      if (number <= before) {
        throw new S3Error(
            400,
            "InvalidPartOrder",
            "The list of parts was not in ascending order. Parts must be ordered by part number.");
      }
      before = number;
      chosen.add(
          present.stream()
              .filter(part -> part.number() == number && part.md5().equals(md5))
              .findFirst()
              .orElseThrow(
                  () ->
                      new S3Error(
                          400,
                          "InvalidPart",
                          "One or more of the specified parts could not be found. The part may not"
                              + " have been uploaded, or the specified entity tag may not match the"
                              + " part's entity tag.")));
    }
    if (chosen.isEmpty()) {
      throw new S3Error(400, "MalformedXML", "You must specify at least one part");
    }
    for (var part : chosen.subList(0, chosen.size() - 1)) {
      if (Files.size(part.file()) < MIN_PART_BYTES) {
        throw new S3Error(
            400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
      }
    }
    return chosen;
  }

  private Path folder(S3Request request) throws IOException {
    var id = request.parameter("uploadId").orElse("");
    var folder = layout.uploads().resolve(id);
    if (!id.matches("[0-9a-f]{32}") || !Files.isDirectory(folder)) {
      throw S3Error.noSuchUpload();
    }
    var description = description(folder);
    if (!description.bucket().equals(request.bucket())
        || !description.key().equals(request.key())) {
      throw S3Error.noSuchUpload();
    }
    return folder;
  }

  private static Description description(Path folder) throws IOException {
    return JSON.readValue(Files.readAllBytes(folder.resolve("description")), Description.class);
  }

  private static List<Part> parts(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\d{5}-[0-9a-f]{32}"))
          .sorted()
          .map(Part::of)
          .toList();
    }
  }

  private static void append(Path file, FileChannel out) throws IOException {
    try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
      for (var position = 0L; position < in.size(); ) {
        position += in.transferTo(position, in.size() - position, out);
      }
    }
  }

  private static void deleteFolder(Path folder) throws IOException {
    for (var part : parts(folder)) {
      Files.deleteIfExists(part.file());
    }
    Files.deleteIfExists(folder.resolve("description"));
    Files.deleteIfExists(folder);
  }
}
