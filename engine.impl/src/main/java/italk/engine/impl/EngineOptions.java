package italk.engine.impl;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The engine's options: section {@code engine} of {@code config.json}, PID {@value #PID}.
 *
 * <p>The first three are made by {@code engine.config} from the list {@code extensions} and the
 * extensions' sections; an integrator without it gives them directly.
 */
@ObjectClassDefinition(
    localization = "OSGI-INF/l10n/options",
    name = "%name",
    description = "%description")
public @interface EngineOptions {

  /** Where the options come from. */
  String PID = "italk.engine";

  @AttributeDefinition(
      name = "%extensions.name",
      description = "%extensions.description",
      required = false)
  String[] extensions() default {};

  @AttributeDefinition(
      name = "%failure_policies.name",
      description = "%failure_policies.description",
      required = false)
  String[] failure__policies() default {};

  @AttributeDefinition(
      name = "%timeouts_ms.name",
      description = "%timeouts_ms.description",
      required = false)
  String[] timeouts__ms() default {};

  @AttributeDefinition(
      name = "%max_message_length.name",
      description = "%max_message_length.description",
      min = "1",
      max = "1000000",
      required = false)
  int max__message__length() default 4_000;

  @AttributeDefinition(
      name = "%max_waiting_messages.name",
      description = "%max_waiting_messages.description",
      min = "1",
      max = "1000000",
      required = false)
  int max__waiting__messages() default 10_000;

  @AttributeDefinition(
      name = "%max_sessions.name",
      description = "%max_sessions.description",
      min = "1",
      max = "1000000",
      required = false)
  int max__sessions() default 100_000;

  @AttributeDefinition(
      name = "%gate_wait_ms.name",
      description = "%gate_wait_ms.description",
      min = "0",
      max = "600000",
      required = false)
  long gate__wait__ms() default 5_000;

  @AttributeDefinition(
      name = "%listener_queue.name",
      description = "%listener_queue.description",
      min = "1",
      max = "1000000",
      required = false)
  int listener__queue() default 10_000;

  @AttributeDefinition(
      name = "%session_queue.name",
      description = "%session_queue.description",
      min = "1",
      max = "100000",
      required = false)
  int session__queue() default 1_000;

  @AttributeDefinition(
      name = "%quarantine_failures.name",
      description = "%quarantine_failures.description",
      min = "0",
      max = "10000",
      required = false)
  int quarantine__failures() default 20;

  @AttributeDefinition(
      name = "%quarantine_ms.name",
      description = "%quarantine_ms.description",
      min = "100",
      max = "600000",
      required = false)
  long quarantine__ms() default 10_000;
}
