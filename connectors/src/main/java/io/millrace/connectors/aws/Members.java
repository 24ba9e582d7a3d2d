package io.millrace.connectors.aws;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/// The members of the SDK's types, by the names Step Functions gives them: PascalCase, whatever the
/// service's own spelling (developer guide, "Learning to use AWS service SDK integrations").
final class Members {
  private static final ConcurrentHashMap<Class<?>, Map<String, SdkField<?>>> BY_TYPE =
      new ConcurrentHashMap<>();

  private Members() {}

  /// The members of this type or builder, in the order of the service's model.
  static Map<String, SdkField<?>> of(SdkPojo pojo) {
    return BY_TYPE.computeIfAbsent(pojo.getClass(), _ -> named(pojo.sdkFields()));
  }

  private static Map<String, SdkField<?>> named(List<SdkField<?>> fields) {
    Map<String, SdkField<?>> members = new LinkedHashMap<>();
    for (SdkField<?> field : fields) {
      members.put(pascalCase(field.memberName()), field);
    }
    return Collections.unmodifiableMap(members);
  }

  static String pascalCase(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
