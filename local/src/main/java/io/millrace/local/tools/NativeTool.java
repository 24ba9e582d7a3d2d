package io.millrace.local.tools;

/// A program that pipelines run.
public enum NativeTool {
  FFMPEG("ffmpeg", "MILLRACE_FFMPEG", "FFmpeg"),
  FFPROBE("ffprobe", "MILLRACE_FFPROBE", "FFmpeg"),
  ESPEAK("espeak-ng", "MILLRACE_ESPEAK", "espeak-ng");

  private final String program;
  private final String variable;
  private final String product;

  NativeTool(String program, String variable, String product) {
    this.program = program;
    this.variable = variable;
    this.product = product;
  }

  /// The file's name.
  public String program() {
    return program;
  }

  /// The environment variable that names the file.
  public String variable() {
    return variable;
  }

  /// What to install.
  public String product() {
    return product;
  }
}
