/// Glue's API over HTTP, with small shell programs in place of Spark.
@NullMarked
package io.millrace.local.glue;

import org.jspecify.annotations.NullMarked;
