/// Status-change events over a journal in memory, to AWS's own clients of embedded endpoints.
@NullMarked
package io.millrace.triggers.event;

import org.jspecify.annotations.NullMarked;
