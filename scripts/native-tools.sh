# shellcheck shell=bash
# Finds or gets the two programs the book pipeline starts: FFmpeg and espeak-ng. Sourced by `mill`, which sets $maven,
# $root and JAVA_HOME and defines say().
#
# Offers: want_ffmpeg, want_espeak. Each exports where the program is (MILLRACE_FFMPEG; MILLRACE_ESPEAK and, when it does
# not lie in the system's own folders, MILLRACE_ESPEAK_DATA and MILLRACE_ESPEAK_LIB) and returns 0, or returns 1 and
# leaves one sentence of advice in $ffmpeg_advice or $espeak_advice.
#
# Everything fetched lands in one folder that can be deleted at any time: MILLRACE_TOOLS, else ~/.cache/millrace/tools.

tools="${MILLRACE_TOOLS:-$HOME/.cache/millrace/tools}"
ffmpeg_artifact_version=3.5.0
ffmpeg_advice="FFmpeg with the encoders aac and libmp3lame is needed and could not be fetched: $(
)install it ('apt-get install ffmpeg', 'brew install ffmpeg', 'dnf install ffmpeg') or set MILLRACE_FFMPEG to the program."
espeak_advice="espeak-ng, the offline voice, is needed and could not be fetched: $(
)install it ('apt-get install espeak-ng', 'brew install espeak-ng', 'dnf install espeak-ng'), set MILLRACE_ESPEAK to $(
)the program, or use --speech elevenlabs."

# --- FFmpeg ---------------------------------------------------------------------------------------------------------

want_ffmpeg() {
  local system_ffmpeg
  if [ -n "${MILLRACE_FFMPEG:-}" ]; then
    if ffmpeg_works "$MILLRACE_FFMPEG"; then return 0; fi
    ffmpeg_advice="MILLRACE_FFMPEG names '$MILLRACE_FFMPEG', which does not run or lacks aac, libmp3lame or ebur128: correct it or unset it."
    return 1
  fi
  system_ffmpeg="$(command -v ffmpeg || true)"
  if [ -n "$system_ffmpeg" ] && ffmpeg_works "$system_ffmpeg"; then
    export MILLRACE_FFMPEG="$system_ffmpeg"
  elif ffmpeg_works "$tools/ffmpeg/ffmpeg" || ffmpeg_from_maven; then
    export MILLRACE_FFMPEG="$tools/ffmpeg/ffmpeg"
  elif install_with_apt ffmpeg && ffmpeg_works "$(command -v ffmpeg)"; then
    MILLRACE_FFMPEG="$(command -v ffmpeg)"
    export MILLRACE_FFMPEG
  else
    return 1
  fi
}

ffmpeg_works() {
  [ -x "$1" ] || return 1
  local encoders filters
  encoders="$("$1" -hide_banner -encoders 2>/dev/null)" || return 1
  filters="$("$1" -hide_banner -filters 2>/dev/null)" || return 1
  case "$encoders" in *" aac "*) ;; *) return 1 ;; esac
  case "$encoders" in *" libmp3lame "*) ;; *) return 1 ;; esac
  case "$filters" in *" ebur128 "*) ;; *) return 1 ;; esac
}

# A static FFmpeg comes as a Maven artifact for the usual systems, so it needs no rights on the machine.
ffmpeg_from_maven() {
  local platform program folder log="$tools/ffmpeg.log"
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) platform=linux64 ;;
    Linux-aarch64 | Linux-arm64) platform=linux-arm64 ;;
    Darwin-x86_64) platform=osx64 ;;
    Darwin-arm64) platform=osxm1 ;;
    *) return 1 ;;
  esac
  [ -n "${maven:-}" ] || return 1
  mkdir -p "$tools" || return 1
  say "getting FFmpeg (once, about 30 MB, into $tools) …"
  folder="$(mktemp -d "$tools/ffmpeg.XXXXXX")" || return 1
  if (cd "$root" && "$maven" -q -B -N dependency:copy -Dmdep.useBaseVersion=true -DoutputDirectory="$folder" \
    "-Dartifact=ws.schild:jave-nativebin-$platform:$ffmpeg_artifact_version") >"$log" 2>&1 &&
    (cd "$folder" && "$JAVA_HOME/bin/jar" xf ./*.jar) >>"$log" 2>&1; then
    program="$(find "$folder" -name 'ffmpeg-*' -type f ! -name '*.jar' | head -n 1)"
    if [ -n "$program" ] && chmod +x "$program" && ffmpeg_works "$program"; then
      mkdir -p "$tools/ffmpeg"
      mv "$program" "$tools/ffmpeg/ffmpeg" # a rename: another mill sees the whole program or none
      rm -rf "$folder"
      return 0
    fi
  fi
  rm -rf "$folder"
  say "no FFmpeg from Maven (see $log)."
  return 1
}

# --- espeak-ng ------------------------------------------------------------------------------------------------------

want_espeak() {
  local system_espeak
  if [ -n "${MILLRACE_ESPEAK:-}" ]; then
    if espeak_works; then return 0; fi
    espeak_advice="MILLRACE_ESPEAK names '$MILLRACE_ESPEAK', which does not speak: correct it or unset it."
    return 1
  fi
  system_espeak="$(command -v espeak-ng || true)"
  if [ -n "$system_espeak" ]; then
    export MILLRACE_ESPEAK="$system_espeak"
    if espeak_works; then return 0; fi
  fi
  if use_own_espeak || { espeak_from_packages && use_own_espeak; }; then return 0; fi
  if install_with_apt espeak-ng; then
    MILLRACE_ESPEAK="$(command -v espeak-ng)"
    export MILLRACE_ESPEAK
    if espeak_works; then return 0; fi
  fi
  unset MILLRACE_ESPEAK
  return 1
}

# Does the voice the variables name speak a word? (Also proves that its data folder and libraries are found.)
espeak_works() {
  [ -x "$MILLRACE_ESPEAK" ] || return 1
  local bytes
  bytes="$(printf 'yes' |
    LD_LIBRARY_PATH="${MILLRACE_ESPEAK_LIB:+$MILLRACE_ESPEAK_LIB:}${LD_LIBRARY_PATH:-}" \
      "$MILLRACE_ESPEAK" ${MILLRACE_ESPEAK_DATA:+"--path=$MILLRACE_ESPEAK_DATA"} --stdout 2>/dev/null | wc -c)"
  [ "$bytes" -gt 1000 ]
}

use_own_espeak() {
  local data
  [ -x "$tools/espeak/usr/bin/espeak-ng" ] || return 1
  data="$(find "$tools/espeak/usr" -name phontab | head -n 1)"
  [ -n "$data" ] || return 1
  MILLRACE_ESPEAK_LIB="$tools/espeak/lib"
  MILLRACE_ESPEAK_DATA="$(dirname "$(dirname "$data")")" # the folder that holds espeak-ng-data
  export MILLRACE_ESPEAK="$tools/espeak/usr/bin/espeak-ng" MILLRACE_ESPEAK_DATA MILLRACE_ESPEAK_LIB
  if espeak_works; then return 0; fi
  unset MILLRACE_ESPEAK MILLRACE_ESPEAK_DATA MILLRACE_ESPEAK_LIB
  return 1
}

# On Debian and its relatives any user may fetch packages and unpack them; only installing needs root.
espeak_from_packages() {
  command -v apt-get >/dev/null && command -v dpkg >/dev/null || return 1
  local folder options=() log="$tools/espeak.log" wanted package
  mkdir -p "$tools" || return 1
  folder="$(mktemp -d "$tools/espeak.XXXXXX")" || return 1
  say "getting espeak-ng (once, about 6 MB, into $tools) …"
  : >"$log"
  # The system's package lists may be absent (fresh containers) and are not ours to change: then use lists of our own.
  if ! (cd "$folder" && apt-get download espeak-ng) >>"$log" 2>&1; then
    mkdir -p "$folder/lists/partial" "$folder/archives/partial"
    options=(-o "Dir::State::lists=$folder/lists" -o "Dir::Cache=$folder/archives" -o Debug::NoLocking=1)
    if ! apt-get "${options[@]}" update >>"$log" 2>&1; then
      rm -rf "$folder"
      say "no espeak-ng from the package archive (see $log)."
      return 1
    fi
  fi
  # Its own packages, and whatever else the archive says this machine lacks.
  wanted="espeak-ng espeak-ng-data libespeak-ng1 libpcaudio0 libsonic0 $(
    apt-get ${options[@]+"${options[@]}"} -o Debug::NoLocking=1 -s --no-install-recommends install espeak-ng 2>>"$log" |
      sed -n 's/^Inst \([^ ]*\).*/\1/p' | tr '\n' ' '
  )"
  # shellcheck disable=SC2086  # a list of words
  if (cd "$folder" && apt-get ${options[@]+"${options[@]}"} download $(printf '%s\n' $wanted | sort -u)) >>"$log" 2>&1; then
    mkdir "$folder/unpacked"
    for package in "$folder"/*.deb; do dpkg -x "$package" "$folder/unpacked" >>"$log" 2>&1; done
    mkdir "$folder/unpacked/lib" # one folder for all libraries, wherever their packages had them
    find "$folder/unpacked/usr" \( -name '*.so' -o -name '*.so.*' \) -exec mv {} "$folder/unpacked/lib/" \;
    rm -rf "$tools/espeak" && mv "$folder/unpacked" "$tools/espeak"
  fi
  rm -rf "$folder"
  [ -x "$tools/espeak/usr/bin/espeak-ng" ] || { say "no espeak-ng from the package archive (see $log)." && return 1; }
}

# --- The system's package manager -----------------------------------------------------------------------------------

# Installs package $1 when that needs no question: as root, or with sudo that asks for no password.
install_with_apt() {
  command -v apt-get >/dev/null || return 1
  local rights=() log="$tools/apt.log"
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null && sudo -n true 2>/dev/null || return 1
    rights=(sudo -n)
  fi
  mkdir -p "$tools" || return 1
  say "installing $1 with apt-get …"
  {
    ${rights[@]+"${rights[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$1" || {
      ${rights[@]+"${rights[@]}"} apt-get update &&
        ${rights[@]+"${rights[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$1"
    }
  } >"$log" 2>&1 || { say "apt-get could not install $1 (see $log)." && return 1; }
  hash -r
}
