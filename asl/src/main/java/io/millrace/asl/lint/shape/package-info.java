/// What is known about a JSON value without running anything: which members it certainly has, may
/// have, or cannot have, and why.
///
/// It knows nothing of states. Read [io.millrace.asl.lint.shape.Shape] first, then
/// [io.millrace.asl.lint.shape.Lookup].
@NullMarked
package io.millrace.asl.lint.shape;

import org.jspecify.annotations.NullMarked;
