package io.millrace.local.lambda;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/// JSON as AWS's Java runtime binds it to handler types: forgiving when reading (unknown fields,
/// single values for arrays, empty strings for objects), silent about nulls when writing. The
/// settings that differ from Jackson's defaults are those of aws-lambda-java-libs,
/// `JacksonFactory`, with one exception: records can be read here.
final class LambdaJson {
  static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
                  .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                  .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
                  .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                  .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
                  .build())
          .enable(MapperFeature.USE_STD_BEAN_NAMING)
          .disable(MapperFeature.INFER_PROPERTY_MUTATORS, MapperFeature.USE_GETTERS_AS_SETTERS)
          .disable(
              SerializationFeature.FAIL_ON_EMPTY_BEANS,
              SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
          .enable(
              DeserializationFeature.ACCEPT_EMPTY_ARRAY_AS_NULL_OBJECT,
              DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT,
              DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
              DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL,
              DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.USE_DEFAULTS))
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .build();

  private LambdaJson() {}
}
