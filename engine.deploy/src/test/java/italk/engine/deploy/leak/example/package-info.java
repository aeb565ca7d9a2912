/** Extensions that leave something behind; packed into bundles by the tests. */
package italk.engine.deploy.leak.example;
