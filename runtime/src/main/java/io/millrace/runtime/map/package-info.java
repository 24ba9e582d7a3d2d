/// Map Runs at work: starting children, counting them as they end, and handing on their results.
///
/// It reads no clock but the one it is given and knows no Amazon S3: objects come and go through
/// [io.millrace.runtime.map.ObjectStore]. Read [io.millrace.runtime.map.MapRuns] first, then
/// [io.millrace.runtime.map.MapRunner].
@NullMarked
package io.millrace.runtime.map;

import org.jspecify.annotations.NullMarked;
