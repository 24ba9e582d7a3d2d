package io.millrace.pipelines.book.audio;

import java.util.ArrayList;
import java.util.List;

/// Where the chapters of joined AAC tracks begin.
final class ChapterMarks {

  /// FFmpeg's AAC encoder starts every stream with one frame in which no sound of ours is yet
  /// heard.
  static final int RUN_IN_SAMPLES = AacTrack.FRAME_SAMPLES;

  private ChapterMarks() {}

  /// One mark a track: the first at 0, the others where their sound begins, each lasting to the
  /// next.
  static List<ChapterMark> of(List<ChapterTrack> tracks) {
    var marks = new ArrayList<ChapterMark>();
    long before = 0; // samples of the tracks before this one
    long start = 0;
    for (int i = 0; i < tracks.size(); i++) {
      before += tracks.get(i).aac().samples();
      boolean last = i == tracks.size() - 1;
      long end = last ? before : before + RUN_IN_SAMPLES;
      marks.add(new ChapterMark(tracks.get(i).chapter().title(), start, end - start));
      start = end;
    }
    return List.copyOf(marks);
  }
}
