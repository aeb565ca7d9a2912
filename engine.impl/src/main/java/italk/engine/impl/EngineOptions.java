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
    name = "Italk-Engine",
    description = "Bounds of the engine, and which extensions are enabled.")
public @interface EngineOptions {

  /** Where the options come from. */
  String PID = "italk.engine";

  @AttributeDefinition(
      name = "Extensions",
      description = "The names of the enabled extensions; the first is asked first.",
      required = false)
  String[] extensions() default {};

  @AttributeDefinition(
      name = "Failure policies",
      description = "NAME=accept or NAME=reject: overrides what an extension's manifest says.",
      required = false)
  String[] failure__policies() default {};

  @AttributeDefinition(
      name = "Timeouts",
      description = "NAME=milliseconds: overrides what an extension's manifest says.",
      required = false)
  String[] timeouts__ms() default {};

  @AttributeDefinition(
      name = "Message length",
      description = "How many characters a message may have.",
      min = "1",
      max = "1000000",
      required = false)
  int max__message__length() default 4_000;

  @AttributeDefinition(
      name = "Messages on their way",
      description = "How many messages may be neither stored nor refused at one time.",
      min = "1",
      max = "1000000",
      required = false)
  int max__waiting__messages() default 10_000;

  @AttributeDefinition(
      name = "Sessions",
      description = "How many sessions there may be at one time.",
      min = "1",
      max = "1000000",
      required = false)
  int max__sessions() default 100_000;

  @AttributeDefinition(
      name = "Patience of the gate",
      description =
          "How many milliseconds a message waits for an extension that is enabled and not active, before its failure policy"
              + " decides.",
      min = "0",
      max = "600000",
      required = false)
  long gate__wait__ms() default 5_000;

  @AttributeDefinition(
      name = "Listener queue",
      description = "How many events may wait for one extension.",
      min = "1",
      max = "1000000",
      required = false)
  int listener__queue() default 10_000;

  @AttributeDefinition(
      name = "Session queue",
      description = "How many deliveries may wait for one session before it is closed.",
      min = "1",
      max = "100000",
      required = false)
  int session__queue() default 1_000;

  @AttributeDefinition(
      name = "Failures until quarantine",
      description =
          "How many failures of an interceptor within a minute put its extension into quarantine; 0 for never.",
      min = "0",
      max = "10000",
      required = false)
  int quarantine__failures() default 20;

  @AttributeDefinition(
      name = "Quarantine",
      description =
          "How many milliseconds an extension in quarantine is left alone before it is tried again; doubled at each relapse.",
      min = "100",
      max = "600000",
      required = false)
  long quarantine__ms() default 10_000;
}
