package net.fieldhands.surveykit;

abstract class Probe {
    abstract String read();
}
