/// Amazon S3 for distributed Maps: where item readers read and result writers write.
///
/// It knows neither items nor results. Read [io.millrace.connectors.map.S3ObjectStore] first.
@NullMarked
package io.millrace.connectors.map;

import org.jspecify.annotations.NullMarked;
