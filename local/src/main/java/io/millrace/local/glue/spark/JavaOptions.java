package io.millrace.local.glue.spark;

import java.util.List;
import java.util.stream.Stream;

/// What `spark-submit` gives the virtual machine (Spark's JavaModuleOptions), and one thing more:
/// to give up when the heap is full, as a job that lingers without memory helps nobody.
final class JavaOptions {
  static final List<String> FOR_SPARK =
      Stream.concat(
              Stream.of(
                  "-XX:+IgnoreUnrecognizedVMOptions",
                  "-XX:+ExitOnOutOfMemoryError",
                  "-Djdk.reflect.useDirectMethodHandle=false",
                  "-Dio.netty.tryReflectionSetAccessible=true",
                  "--add-modules=jdk.incubator.vector",
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow"),
              Stream.of(
                      "java.lang",
                      "java.lang.invoke",
                      "java.lang.reflect",
                      "java.io",
                      "java.net",
                      "java.nio",
                      "java.util",
                      "java.util.concurrent",
                      "java.util.concurrent.atomic",
                      "jdk.internal.ref",
                      "sun.nio.ch",
                      "sun.nio.cs",
                      "sun.util.calendar")
                  .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED"))
          .toList();

  private JavaOptions() {}
}
