package italk.engine.config.placeholder;

/** Puts in what the placeholders of a text stand for. Safe for any thread. */
@FunctionalInterface
public interface Interpolation {

  /** The bundle that does it. */
  String BUNDLE = "org.apache.felix.configadmin.plugin.interpolation";

  /** Where nobody does it. */
  Interpolation NONE =
      template ->
          new Interpolated.Failure(
              "the bundle "
                  + BUNDLE
                  + ", which puts in its value, is not there: install and start it");

  /** Puts in what the placeholders stand for. */
  Interpolated interpolate(Template template);
}
