/// Activities: names under which workers ask for work, and the work that waits for them.
///
/// It knows no SQL and no protocol; the module postgres implements
/// [io.millrace.runtime.activity.ActivityStore], the module api serves the long poll. Read
/// [io.millrace.runtime.activity.Activities] first.
@NullMarked
package io.millrace.runtime.activity;

import org.jspecify.annotations.NullMarked;
