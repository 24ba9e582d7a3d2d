package io.millrace.watch.metrics;

import static io.millrace.watch.metrics.Metric.ACTIVITIES_FAILED;
import static io.millrace.watch.metrics.Metric.ACTIVITIES_SCHEDULED;
import static io.millrace.watch.metrics.Metric.ACTIVITIES_STARTED;
import static io.millrace.watch.metrics.Metric.ACTIVITIES_SUCCEEDED;
import static io.millrace.watch.metrics.Metric.ACTIVITIES_TIMED_OUT;
import static io.millrace.watch.metrics.Metric.ACTIVITY_RUN_TIME;
import static io.millrace.watch.metrics.Metric.ACTIVITY_SCHEDULE_TIME;
import static io.millrace.watch.metrics.Metric.ACTIVITY_TIME;
import static io.millrace.watch.metrics.Metric.LAMBDA_FUNCTIONS_FAILED;
import static io.millrace.watch.metrics.Metric.LAMBDA_FUNCTIONS_SCHEDULED;
import static io.millrace.watch.metrics.Metric.LAMBDA_FUNCTIONS_STARTED;
import static io.millrace.watch.metrics.Metric.LAMBDA_FUNCTIONS_SUCCEEDED;
import static io.millrace.watch.metrics.Metric.LAMBDA_FUNCTIONS_TIMED_OUT;
import static io.millrace.watch.metrics.Metric.LAMBDA_FUNCTION_RUN_TIME;
import static io.millrace.watch.metrics.Metric.LAMBDA_FUNCTION_SCHEDULE_TIME;
import static io.millrace.watch.metrics.Metric.LAMBDA_FUNCTION_TIME;
import static io.millrace.watch.metrics.Metric.SERVICE_INTEGRATIONS_FAILED;
import static io.millrace.watch.metrics.Metric.SERVICE_INTEGRATIONS_SCHEDULED;
import static io.millrace.watch.metrics.Metric.SERVICE_INTEGRATIONS_STARTED;
import static io.millrace.watch.metrics.Metric.SERVICE_INTEGRATIONS_SUCCEEDED;
import static io.millrace.watch.metrics.Metric.SERVICE_INTEGRATIONS_TIMED_OUT;
import static io.millrace.watch.metrics.Metric.SERVICE_INTEGRATION_RUN_TIME;
import static io.millrace.watch.metrics.Metric.SERVICE_INTEGRATION_SCHEDULE_TIME;
import static io.millrace.watch.metrics.Metric.SERVICE_INTEGRATION_TIME;

/// The metrics of one kind of task; AWS has the same eight for each.
///
/// @param time from being scheduled to the end
/// @param scheduleTime from being scheduled to the start
/// @param runTime from the start to the end
record AttemptMeters(
    Metric scheduled,
    Metric started,
    Metric succeeded,
    Metric failed,
    Metric timedOut,
    Metric time,
    Metric scheduleTime,
    Metric runTime) {
  static final AttemptMeters LAMBDA =
      new AttemptMeters(
          LAMBDA_FUNCTIONS_SCHEDULED,
          LAMBDA_FUNCTIONS_STARTED,
          LAMBDA_FUNCTIONS_SUCCEEDED,
          LAMBDA_FUNCTIONS_FAILED,
          LAMBDA_FUNCTIONS_TIMED_OUT,
          LAMBDA_FUNCTION_TIME,
          LAMBDA_FUNCTION_SCHEDULE_TIME,
          LAMBDA_FUNCTION_RUN_TIME);
  static final AttemptMeters SERVICE =
      new AttemptMeters(
          SERVICE_INTEGRATIONS_SCHEDULED,
          SERVICE_INTEGRATIONS_STARTED,
          SERVICE_INTEGRATIONS_SUCCEEDED,
          SERVICE_INTEGRATIONS_FAILED,
          SERVICE_INTEGRATIONS_TIMED_OUT,
          SERVICE_INTEGRATION_TIME,
          SERVICE_INTEGRATION_SCHEDULE_TIME,
          SERVICE_INTEGRATION_RUN_TIME);
  static final AttemptMeters ACTIVITY =
      new AttemptMeters(
          ACTIVITIES_SCHEDULED,
          ACTIVITIES_STARTED,
          ACTIVITIES_SUCCEEDED,
          ACTIVITIES_FAILED,
          ACTIVITIES_TIMED_OUT,
          ACTIVITY_TIME,
          ACTIVITY_SCHEDULE_TIME,
          ACTIVITY_RUN_TIME);
}
