/// How loud speech is and how it is brought to one loudness: the meter of ITU-R BS.1770 and EBU
/// R128, the true peak, and a gain with a look-ahead limiter. It must not know files, processes or
/// formats: it sees mono 16-bit samples only. Read
/// [io.millrace.pipelines.book.audio.loudness.LoudnessMeter] first.
@NullMarked
package io.millrace.pipelines.book.audio.loudness;

import org.jspecify.annotations.NullMarked;
