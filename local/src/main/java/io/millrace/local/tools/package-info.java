/// Finds the programs that are not Java: FFmpeg and espeak-ng. It must not install anything nor
/// know what they are used for; getting them is the command line's business. Read [NativeTools].
@NullMarked
package io.millrace.local.tools;

import org.jspecify.annotations.NullMarked;
