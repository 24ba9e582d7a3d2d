/// The HTTP server under the endpoints that speak an AWS protocol with small bodies: one request
/// in, one answer out, on loopback only. It must not know which service it serves. Read
/// [LoopbackServer] first.
@NullMarked
package io.millrace.local.loopback;

import org.jspecify.annotations.NullMarked;
