/// Folders made for the purpose stand for the machine.
@NullMarked
package io.millrace.local.tools;

import org.jspecify.annotations.NullMarked;
