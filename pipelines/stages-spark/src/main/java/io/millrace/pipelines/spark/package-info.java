/// Stages as Spark jobs: they read what the stage before left in S3, as its manifest names it, and
/// leave JSON Lines for the next. They know Spark's API and the form of a manifest, and nothing of
/// who starts them: AWS Glue, the runner on one's own machine, or `spark-submit`. Read
/// [io.millrace.pipelines.spark.CandidateCapping] first.
@NullMarked
package io.millrace.pipelines.spark;

import org.jspecify.annotations.NullMarked;
