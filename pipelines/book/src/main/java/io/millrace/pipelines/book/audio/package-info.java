/// Works on sound: FFmpeg as a child process, loudness, MP3 frames, and the audiobook file with its
/// chapter marks. It must not know voices, texts or storage; it reads and writes local files. Read
/// [io.millrace.pipelines.book.audio.AudiobookAssembler] first.
@NullMarked
package io.millrace.pipelines.book.audio;

import org.jspecify.annotations.NullMarked;
