/// Voices: text in, one MP3 out, from the offline voice or from a service. It must not know books,
/// chapters, object keys or what becomes of the sound. Read
/// [io.millrace.pipelines.book.speech.SpeechProvider] first.
@NullMarked
package io.millrace.pipelines.book.speech;

import org.jspecify.annotations.NullMarked;
