/**
 * The hooks: which extensions there are, in what order they are asked, and the gate that is shut
 * while one of them is enabled but not active.
 *
 * <p>{@link italk.engine.impl.hook.ExtensionRegistry} owns what is known of extensions and turns
 * every change of it into an immutable {@link italk.engine.impl.hook.Chain}; messages and connects
 * walk through the chain that they found at the {@link italk.engine.impl.hook.Gate}.
 */
package italk.engine.impl.hook;
