/// Spark applications as programs of Glue jobs: Spark's libraries from a Maven repository or a
/// SPARK_HOME, and the command that submits an application with S3 behind `s3://`. It knows nothing
/// of runs, their states or Glue's API. Read [io.millrace.local.glue.spark.SparkProgram] first.
@NullMarked
package io.millrace.local.glue.spark;

import org.jspecify.annotations.NullMarked;
