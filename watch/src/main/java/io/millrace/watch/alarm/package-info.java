/// Alarms in CloudWatch's terms: rules over metrics, evaluated once in a while, told on change.
///
/// It reads no clock but the one it is given and knows no execution: what it sees are datapoints.
/// Read [io.millrace.watch.alarm.Alarm] first, then [io.millrace.watch.alarm.Evaluation] and
/// [io.millrace.watch.alarm.Alarms].
@NullMarked
package io.millrace.watch.alarm;

import org.jspecify.annotations.NullMarked;
