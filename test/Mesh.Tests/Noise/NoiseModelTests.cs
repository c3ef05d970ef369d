using System.Collections.Immutable;

using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Mesh.Protocol;
using Orleans.QuantumMesh.ServiceNode;

namespace Orleans.QuantumMesh.Mesh.Tests.Noise;

public sealed class NoiseModelTests
{
    private const double FiveSigma = 5;

    [Theory]
    [InlineData(1, 0.999)]
    [InlineData(1, 0.9)]
    [InlineData(2, 0.97)]
    [InlineData(3, 0.95)]
    [InlineData(5, 0.98)]
    public void ErrorsHappenAsOftenAsTheFidelitySays(int qubits, double fidelity)
    {
        const int shots = 200_000;
        double d = Math.Pow(2, qubits);
        double p = (1 - fidelity) * (d + 1) / d;
        NodeAnswer answer = Model(fidelity).Draw(Fragments.Call("t", [Fragments.Operation(1, "x", [.. Enumerable.Range(0, qubits)])], shots, 7));
        int hits = answer.Errors.Sum(e => e.Shots.Length);
        Assert.InRange(hits, (shots * p) - Sigma(shots, p), (shots * p) + Sigma(shots, p));
        Assert.Equal(fidelity, answer.OperationFidelity!.Value, 1e-11);
        Assert.Equal(1 - p, answer.ObservedFidelity!.Value, 1e-11);
        Assert.Equal(p, answer.Channel.Single().Parameters["p"], 1e-11);

        // Each of the 4^k − 1 Paulis is as likely as the others.
        int kinds = (1 << (2 * qubits)) - 1;
        double each = p / kinds;
        Assert.All(answer.Errors, e => Assert.InRange(e.Shots.Length, Math.Max(0, (shots * each) - Sigma(shots, each) - 3), (shots * each) + Sigma(shots, each) + 3));
        Assert.DoesNotContain(answer.Errors, e => e.Pauli.All(c => c == 'I') || e.Pauli.Length != qubits);
        if (shots * each > 40)
        {
            Assert.Equal(kinds, answer.Errors.Length);
        }
    }

    [Fact]
    public void HandOversErrWithTheLinksOdds()
    {
        const int shots = 100_000;
        FragmentCall call = Fragments.Call("t", [Fragments.Operation(1, "h", 0), Fragments.Operation(2, "cx", 0, 1)], shots, 3, handoffs: [1, 5]);
        NodeAnswer answer = Model(1, link: 0.95).Draw(call);
        Assert.All(answer.Errors, e => Assert.Equal("link", e.Kind));
        Assert.Equal(["op-0002", null], answer.Errors.Select(e => e.OperationId).Distinct());
        int hits = answer.Errors.Where(e => e.OperationId == "op-0002").Sum(e => e.Shots.Length);
        Assert.InRange(hits, (shots * 0.05) - Sigma(shots, 0.05), (shots * 0.05) + Sigma(shots, 0.05));
        double link = ((2 * 0.95) + 1) / 3;
        Assert.Equal(Math.Pow(link, 2.0 / 4), answer.OperationFidelity!.Value, 1e-11);
        Assert.Equal(0.95 * 0.95, answer.ObservedFidelity!.Value, 1e-11);
        Assert.Null(NodeAnswerCheck.Fault(answer, call));
    }

    [Fact]
    public void ReadoutFlipsWithItsOddsAndResetsNever()
    {
        const int shots = 100_000;
        NodeAnswer answer = Model(0.99, readout: 0.02).Draw(Fragments.Call("t", [Fragments.Operation(1, "measure", 0, 1), Fragments.Operation(2, "reset", 0)], shots, 9));
        Assert.Equal([("op-0001", 0), ("op-0001", 1), ("op-0002", 0)], answer.Measurements.Select(m => (m.OperationId, m.Qubit)));
        Assert.All(answer.Measurements.Take(2), m => Assert.InRange(m.Flips.Length, (shots * 0.02) - Sigma(shots, 0.02), (shots * 0.02) + Sigma(shots, 0.02)));
        Assert.Empty(answer.Measurements[2].Flips);
        Assert.Equal(3, answer.Measurements.Select(m => m.DrawSeed).Distinct().Count());
        Assert.Equal((1.0, 1.0), (answer.OperationFidelity, answer.ObservedFidelity));
        Assert.Equal(["readout", "ideal"], answer.Channel.Select(c => c.Kind));
    }

    [Fact]
    public void TheSameSeedGivesTheSameNoiseAndAnotherSeedAnother()
    {
        FragmentOperation[] operations = [Fragments.Operation(1, "h", 0), Fragments.Operation(2, "cx", 0, 1), Fragments.Operation(3, "measure", 1)];
        byte[] one = NodeAnswerJson.Write(Model(0.9).Draw(Fragments.Call("t", operations, 2_000, UInt128.MaxValue)));
        Assert.Equal(one, NodeAnswerJson.Write(Model(0.9).Draw(Fragments.Call("another token", operations, 2_000, UInt128.MaxValue))));
        Assert.NotEqual(one, NodeAnswerJson.Write(Model(0.9).Draw(Fragments.Call("t", operations, 2_000, UInt128.MaxValue - 1))));
    }

    [Fact]
    public void WhatOneOperationDrawsDoesNotDependOnTheOthers()
    {
        FragmentOperation last = Fragments.Operation(9, "cx", 0, 1);
        NodeAnswer alone = Model(0.9).Draw(Fragments.Call("t", [last], 5_000, 4));
        NodeAnswer after = Model(0.9).Draw(Fragments.Call("t", [Fragments.Operation(1, "h", 0), Fragments.Operation(2, "x", 1), last], 5_000, 4));
        Assert.Equal(Texts(alone), Texts(after));

        static IEnumerable<string> Texts(NodeAnswer a) => a.Errors.Where(e => e.OperationId == "op-0009").Select(e => $"{e.Pauli} {string.Join(' ', e.Shots)}");
    }

    [Fact]
    public void DifferentOperationsErrInIndependentShots()
    {
        const int shots = 100_000;
        NodeAnswer answer = Model(0.9).Draw(Fragments.Call("t", [Fragments.Operation(1, "h", 0), Fragments.Operation(2, "h", 0)], shots, 1));
        HashSet<int> first = [.. answer.Errors.Where(e => e.OperationId == "op-0001").SelectMany(e => e.Shots)];
        int both = answer.Errors.Where(e => e.OperationId == "op-0002").SelectMany(e => e.Shots).Count(first.Contains);
        double p = 0.15 * 0.15;
        Assert.InRange(both, (shots * p) - Sigma(shots, p), (shots * p) + Sigma(shots, p));
    }

    [Fact]
    public void OrchestrationCarriesNoError()
    {
        NodeAnswer answer = Model(0.5).Draw(Fragments.Call("t", [Fragments.Operation(1, "syndrome_extraction", 0, 1), Fragments.Operation(2, "barrier", 0), Fragments.Operation(3, "gphase")], 1_000));
        Assert.Empty(answer.Errors);
        Assert.All(answer.Channel, c => Assert.Equal("ideal", c.Kind));
        Assert.Equal(1, answer.OperationFidelity);
    }

    [Theory]
    [InlineData(1, 0.01)]
    [InlineData(2, 0.2)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public void DampingIsReportedByAdrawSeedAndCountedInTheFidelity(int qubits, double gamma)
    {
        int[] operands = [.. Enumerable.Range(0, qubits)];
        NodeAnswer answer = Model(1, damping: gamma).Draw(Fragments.Call("t", [Fragments.Operation(1, "x", operands)], 16, 5));
        Assert.Empty(answer.Errors);
        Assert.Equal(operands, answer.Damping.Select(d => d.Qubit));
        Assert.All(answer.Damping, d => Assert.Equal(gamma, d.Gamma));
        Assert.Equal(qubits, answer.Damping.Select(d => d.DrawSeed).Distinct().Count());

        // The process fidelity of amplitude damping from its Kraus operators: Σ |tr K|² / d².
        double process = Math.Pow((1 + Math.Sqrt(1 - gamma)) / 2, 2 * qubits);
        Assert.Equal(process, answer.ObservedFidelity!.Value, 1e-11);
        double d = Math.Pow(2, qubits);
        Assert.Equal(((d * process) + 1) / (d + 1), answer.OperationFidelity!.Value, 1e-11);
    }

    [Fact]
    public void WithDampingAndPaulisTheGateStillHasItsFidelity()
    {
        NodeAnswer answer = Model(0.97, damping: 0.01).Draw(Fragments.Call("t", [Fragments.Operation(1, "cx", 0, 1)], 16));
        Assert.Equal(0.97, answer.OperationFidelity!.Value, 1e-11);
        Assert.Equal(["depolarising", "damping"], answer.Channel.Select(c => c.Kind));
    }

    [Fact]
    public void AWholeProgramTakesEachGatesOwnService()
    {
        ImmutableSortedDictionary<string, double> fidelities = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [new KeyValuePair<string, double>("hadamard", 0.99), new("cnot", 0.95)]);
        NoiseModel model = new(Calibration(1) with { GateFidelities = fidelities });
        FragmentCall call = Fragments.Call("t", [Fragments.Operation(1, "h", 0), Fragments.Operation(2, "cx", 0, 1)], 16, serviceType: "*");
        Assert.Null(model.FirstForeignGate(call));
        Assert.Equal(Math.Sqrt(0.99 * 0.95), model.Draw(call).OperationFidelity!.Value, 1e-11);
        Assert.Equal("rx", model.FirstForeignGate(call with { Operations = [Fragments.Operation(1, "rx", 0)] }));
        Assert.Equal("ctrl(2) @ rx", model.FirstForeignGate(call with { Operations = [Fragments.Operation(1, "ctrl(2) @ rx", 0, 1, 2)] }));
    }

    [Fact]
    public void AWholeProgramsOperationsHaveTheFidelityOfTheServiceThatTheyNameAsInFragmentsOfTheirOwn()
    {
        ImmutableSortedDictionary<string, double> fidelities = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [new KeyValuePair<string, double>("hadamard", 0.999), new("qft", 0.95)]);
        NoiseModel model = new(Calibration(1) with { GateFidelities = fidelities });
        FragmentOperation own = Fragments.Operation(1, "h", 0);
        FragmentOperation part = Fragments.Operation(2, "h", 1) with { ServiceType = "qft" };
        FragmentCall call = Fragments.Call("t", [own, part], 16, serviceType: "*");

        Assert.Null(model.FirstForeignGate(call));
        Assert.Equal(Math.Sqrt(0.999 * 0.95), model.Draw(call).OperationFidelity!.Value, 1e-11);
        Assert.Equal("swap", model.FirstForeignGate(call with { Operations = [own, Fragments.Operation(2, "swap", 0, 1) with { ServiceType = "teleportation" }] }));
    }

    [Fact]
    public void NodesDifferABitAndANameAlwaysHasTheSameQuality()
    {
        ServiceNodeOptions options = new();
        Calibration one = Default("node-1");
        Assert.Equal(one.GateFidelities, Default("node-1").GateFidelities);
        Assert.NotEqual(one.LinkFidelity, Default("node-2").LinkFidelity);
        Assert.All(one.GateFidelities.Values, f => Assert.InRange(f, 0.98, 0.9999));

        Calibration Default(string name) => CalibrationDefaults.For(name, options.ServiceTypes, DateTimeOffset.UnixEpoch);
    }

    private static double Sigma(int shots, double p) => FiveSigma * Math.Sqrt(shots * p * (1 - p));

    private static Calibration Calibration(double fidelity, double link = 1, double readout = 0, double damping = 0) =>
        CalibrationDefaults.For("node", new ServiceNodeOptions().ServiceTypes, DateTimeOffset.UnixEpoch, fidelity, link, readout, 0) with { Damping = damping };

    private static NoiseModel Model(double fidelity, double link = 1, double readout = 0, double damping = 0) => new(Calibration(fidelity, link, readout, damping));
}
