package io.millrace.cli.book;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a person asked for.
///
/// @param out where the finished files go; a folder with the book's title is made in it
/// @param format `offline` or `gemini`
/// @param speech `espeak` or `elevenlabs`
/// @param voice the provider's name of a voice, or null for its default
/// @param chapters only these, or null for all
/// @param dryRun only say what it would be
/// @param force make everything again
/// @param parallel chapters that are spoken at the same time
record BookOptions(
    BookSource source,
    Path out,
    String format,
    String speech,
    @Nullable String voice,
    @Nullable ChapterRange chapters,
    boolean dryRun,
    boolean force,
    int parallel) {}
