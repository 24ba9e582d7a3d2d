@NullMarked
package io.millrace.runtime.express;

import org.jspecify.annotations.NullMarked;
