/// What a stage leaves behind for the next: parts, and a manifest that is published last and says
/// what the parts are. It reads and writes them, with every byte checked, and knows nothing of
/// Lambda, chains or what stages compute. Read [io.millrace.pipelines.stages.output.StageOutput]
/// first.
@NullMarked
package io.millrace.pipelines.stages.output;

import org.jspecify.annotations.NullMarked;
