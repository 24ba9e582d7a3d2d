/// The worked example: ten stages that find out whom a campaign should write to, and what. Its data
/// are generated from a seed, so that every result can be computed again elsewhere and compared; it
/// uses the kit as any author would and knows nothing of the kit's inside. Read
/// [io.millrace.pipelines.stages.targeting.DataModel], the first stage, first.
@NullMarked
package io.millrace.pipelines.stages.targeting;

import org.jspecify.annotations.NullMarked;
