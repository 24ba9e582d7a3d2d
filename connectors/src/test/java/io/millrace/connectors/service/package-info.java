/// Tests of the package of the same name.
@NullMarked
package io.millrace.connectors.service;

import org.jspecify.annotations.NullMarked;
