/// How Spark is fetched and called, without running it.
@NullMarked
package io.millrace.local.glue.spark;

import org.jspecify.annotations.NullMarked;
