/// Spark jobs on a real Spark, in chains on the real engine.
@NullMarked
package io.millrace.pipelines.spark;

import org.jspecify.annotations.NullMarked;
