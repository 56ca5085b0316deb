/** Writes down what every setting's value is and where it comes from, for people who ask with or without a runtime. */
package flathead.config.internal;
