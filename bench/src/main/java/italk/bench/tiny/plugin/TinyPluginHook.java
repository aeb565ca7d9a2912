package italk.bench.tiny.plugin;

import italk.bench.point.PluginHook;
import italk.bench.tiny.TinyHook;
import org.pf4j.Extension;

/** The tiny hook as PF4J's documentation has an extension. */
@Extension
public class TinyPluginHook extends TinyHook implements PluginHook {}
