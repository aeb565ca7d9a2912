/**
 * Says whose code may run: which jars are signed by somebody the operator trusts, and, inside the
 * framework, that no extension starts which was not found to be signed.
 *
 * <p>Not exported. {@link italk.engine.deploy.trust.SignedJars} judges a file, {@link
 * italk.engine.deploy.trust.UntrustedRevisions} keeps the framework to that judgement.
 */
package italk.engine.deploy.trust;
