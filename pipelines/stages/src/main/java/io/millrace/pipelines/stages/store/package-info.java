/// Objects in S3, or behind anything that speaks its protocol: whole small ones, streams in and out
/// with bounded memory, conditional writes, listings. It knows nothing of stages, runs or
/// manifests. Read [io.millrace.pipelines.stages.store.ObjectStore] first.
@NullMarked
package io.millrace.pipelines.stages.store;

import org.jspecify.annotations.NullMarked;
