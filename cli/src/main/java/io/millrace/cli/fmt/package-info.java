/// `mill fmt`: writes a definition the one way everybody in a team gets, so that differences
/// between two versions are differences in meaning. It moves fields and never changes a value. Read
/// [io.millrace.cli.fmt.FieldOrder] first.
@NullMarked
package io.millrace.cli.fmt;

import org.jspecify.annotations.NullMarked;
