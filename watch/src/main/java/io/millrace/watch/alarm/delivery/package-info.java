/// Ways to tell people of alarms: an SNS topic, a webhook.
///
/// It knows no metric; it is given changes and addresses. Read
/// [io.millrace.watch.alarm.delivery.Delivery] first.
@NullMarked
package io.millrace.watch.alarm.delivery;

import org.jspecify.annotations.NullMarked;
