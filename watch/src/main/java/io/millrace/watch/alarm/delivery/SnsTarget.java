package io.millrace.watch.alarm.delivery;

import io.millrace.watch.alarm.AlarmChange;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.SnsClient;

/// Publishes changes to SNS topics as CloudWatch does.
public final class SnsTarget implements AlarmTarget {
  private static final Pattern TOPIC = Pattern.compile("arn:[a-z-]+:sns:[^:]*:[^:]*:[^:]+");

  private final Supplier<SnsClient> client;
  private final AlarmChange.Place place;
  private @Nullable SnsClient made;

  /// @param client made when the first change is told
  public SnsTarget(Supplier<SnsClient> client, AlarmChange.Place place) {
    this.client = client;
    this.place = place;
  }

  @Override
  public boolean handles(String action) {
    return TOPIC.matcher(action).matches();
  }

  @Override
  public void tell(String action, AlarmChange change) {
    sns()
        .publish(
            publish ->
                publish
                    .topicArn(action)
                    .subject(change.subject(place))
                    .message(change.message(place)));
  }

  private synchronized SnsClient sns() {
    SnsClient sns = made;
    if (sns == null) {
      sns = client.get();
      made = sns;
    }
    return sns;
  }

  @Override
  public synchronized void close() {
    if (made != null) {
      made.close();
    }
  }
}
