package io.millrace.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each operator of the developer guide's pages on filter policies, where it matches and where not.
class FilterPolicyTest {

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":["x","y"]}                            | {"a":"y"}              | true
          {"a":["x"]}                                | {"a":"X"}              | false
          {"a":["x"]}                                | {}                     | false
          {"a":["x"]}                                | {"a":["z","x"]}        | true
          {"a":[100]}                                | {"a":1.0e2}            | true
          {"a":[100]}                                | {"a":"100"}            | false
          {"a":[true,null]}                          | {"a":null}             | true
          {"a":[true]}                               | {"a":"true"}           | false
          {"a":["x"],"b":["y"]}                      | {"a":"x"}              | false
          {"a":[{"prefix":"ba"}]}                    | {"a":"bar"}            | true
          {"a":[{"prefix":"ba"}]}                    | {"a":"foo"}            | false
          {"a":[{"suffix":"ar"}]}                    | {"a":"bar"}            | true
          {"a":[{"equals-ignore-case":"TeNnis"}]}    | {"a":"tENNIS"}         | true
          {"a":[{"wildcard":"*ball*"}]}              | {"a":"football x"}     | true
          {"a":[{"wildcard":"b*l*l"}]}               | {"a":"ball"}           | true
          {"a":[{"wildcard":"b*k"}]}                 | {"a":"ball"}           | false
          {"a":[{"anything-but":["x","y"]}]}         | {"a":"z"}              | true
          {"a":[{"anything-but":["x","y"]}]}         | {"a":"y"}              | false
          {"a":[{"anything-but":"x"}]}               | {"a":["x","z"]}        | true
          {"a":[{"anything-but":"x"}]}               | {}                     | false
          {"a":[{"anything-but":[100]}]}             | {"a":100.0}            | false
          {"a":[{"anything-but":{"prefix":"or"}}]}   | {"a":"order"}          | false
          {"a":[{"anything-but":{"suffix":"er"}}]}   | {"a":"list"}           | true
          {"a":[{"numeric":["=",301.5]}]}            | {"a":3.015e2}          | true
          {"a":[{"numeric":[">",0,"<=",150]}]}       | {"a":150}              | true
          {"a":[{"numeric":[">",0,"<=",150]}]}       | {"a":0}                | false
          {"a":[{"numeric":["<",-5]}]}               | {"a":"-6"}             | false
          {"a":[{"exists":true}]}                    | {"a":""}               | true
          {"a":[{"exists":false}]}                   | {"b":1}                | true
          {"a":[{"exists":false}]}                   | {"a":1}                | false
          {"a":[{"cidr":"10.0.0.0/24"}]}             | {"a":"10.0.0.255"}     | true
          {"a":[{"cidr":"10.0.0.0/24"}]}             | {"a":"10.0.1.1"}       | false
          {"a":[{"cidr":"2001:db8::/32"}]}           | {"a":"2001:db8::1"}    | true
          {"$or":[{"a":["x"]},{"b":["y"]}]}          | {"b":"y"}              | true
          {"$or":[{"a":["x"]},{"b":["y"]}]}          | {"a":"y","b":"x"}      | false
          {"c":[1],"$or":[{"a":["x"]},{"b":["y"]}]}  | {"a":"x"}              | false
          {"a":{"b":["x"]}}                          | {"a":{"b":"x"}}        | true
          {"a":{"b":["x"]}}                          | {"a":{"c":"x"}}        | false
          {"a":{"b":["x"]}}                          | {"a":[{"b":1},{"b":"x"}]} | true
          {"a":{"b":[{"exists":false}]}}             | {"a":{}}               | true
          """)
  void aMessageIsWantedWhenThePolicyMatchesIt(String policy, String data, boolean wanted)
      throws Exception {
    assertThat(FilterPolicy.of(policy, true).matches(Json.MAPPER.readTree(data))).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"a\":\"x\"}",
        "{\"a\":[]}",
        "{\"a\":[{\"like\":\"x\"}]}",
        "{\"a\":[{\"prefix\":1}]}",
        "{\"a\":[{\"numeric\":[\">\"]}]}",
        "{\"a\":[{\"numeric\":[\">\",5,\"<\",5]}]}",
        "{\"a\":[{\"numeric\":[\"~\",5]}]}",
        "{\"a\":[{\"exists\":\"yes\"}]}",
        "{\"a\":[{\"cidr\":\"10.0.0.0/33\"}]}",
        "{\"a\":[[\"x\"]]}",
        "{\"a\":[1],\"a\":[2]}",
        "{\"a\":[1],\"b\":[1],\"c\":[1],\"d\":[1],\"e\":[1],\"f\":[1]}"
      })
  void aPolicyThatIsNoneIsRefused(String policy) {
    assertThatThrownBy(() -> FilterPolicy.of(policy, true))
        .isInstanceOf(SnsError.class)
        .hasMessageStartingWith("Invalid parameter: FilterPolicy: ");
  }

  @Test
  void onlyPoliciesForBodiesNest() {
    assertThatThrownBy(() -> FilterPolicy.of("{\"a\":{\"b\":[\"x\"]}}", false))
        .hasMessageContaining("does not support nested filter policy");
  }
}
