/// Child processes that live exactly as long as the call that started them: pipes pumped on virtual
/// threads, a bounded tail of what they complained about, a named exception for each way to fail.
/// It must not know which program runs or why. Read
/// [io.millrace.pipelines.book.audio.process.ToolCommand] first.
@NullMarked
package io.millrace.pipelines.book.audio.process;

import org.jspecify.annotations.NullMarked;
