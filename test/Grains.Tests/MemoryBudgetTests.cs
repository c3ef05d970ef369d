using CsCheck;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains.Tests;

/// <summary>Simulations take no more memory together than there is, and each comes to its turn.</summary>
public sealed class MemoryBudgetTests
{
    private const long Total = 4L << 20;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void However_it_is_taken_and_given_back_no_more_is_out_than_there_is_and_everybody_is_served_in_order() =>
        Gen.Select(Gen.Double[0.1, 2], Gen.Int[0, 9]).Array[1, 60].Sample(
            steps =>
            {
                var budget = new MemoryBudget(new GrainsOptions { ComputeBytes = Total });
                var waiting = new List<(double Bytes, Task<IDisposable?> Task, CancellationTokenSource Cancellation)>();
                var held = new List<(double Bytes, IDisposable Taken)>();
                foreach ((double share, int choice) in steps)
                {
                    if (choice < 5)
                    {
                        var cancellation = new CancellationTokenSource();
                        double bytes = share * budget.Working;
                        waiting.Add((Math.Min(bytes, budget.Working), budget.TakeAsync(bytes, cancellation.Token).AsTask(), cancellation));
                    }
                    else if (choice < 8 && held.Count > 0)
                    {
                        int which = choice % held.Count;
                        held[which].Taken.Dispose();
                        held[which].Taken.Dispose();
                        held.RemoveAt(which);
                    }
                    else if (waiting.Count > 0)
                    {
                        int which = choice % waiting.Count;
                        waiting[which].Cancellation.Cancel();
                        waiting.RemoveAt(which);
                    }

                    Collect();
                }

                while (held.Count > 0)
                {
                    held[0].Taken.Dispose();
                    held.RemoveAt(0);
                    Collect();
                }

                Assert.Empty(waiting);

                void Collect()
                {
                    double free = budget.Working - held.Sum(entry => Math.Floor(entry.Bytes));
                    while (waiting.Count > 0 && Math.Floor(waiting[0].Bytes) <= free)
                    {
                        held.Add((waiting[0].Bytes, waiting[0].Task.WaitAsync(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult()!));
                        free -= Math.Floor(waiting[0].Bytes);
                        waiting.RemoveAt(0);
                    }

                    Assert.All(waiting, entry => Assert.False(entry.Task.IsCompleted));
                }
            },
            iter: 300, threads: 1);

    [Fact]
    public async Task Small_work_is_not_counted_and_states_are_kept_as_far_as_a_quarter_goes()
    {
        var budget = new MemoryBudget(new GrainsOptions { ComputeBytes = Total });
        using IDisposable? all = await budget.TakeAsync(double.PositiveInfinity, Stop);
        Assert.NotNull(all);
        Assert.Null(await budget.TakeAsync(1000, Stop));

        Assert.True(budget.Keep(0, Total / 4));
        Assert.False(budget.Keep(0, 1));
        Assert.True(budget.Keep(Total / 4, 100));
        Assert.True(budget.Keep(0, 1));
    }

    [Fact]
    public async Task Jobs_that_fit_alone_wait_for_each_other_and_what_does_not_fit_is_refused_with_the_numbers()
    {
        await using MeshCluster mesh = await MeshCluster.StartAsync(new MeshClusterOptions { Silos = 1, Grains = grains => grains.ComputeBytes = Total });
        await mesh.AddNodeAsync("one");
        await mesh.NodesSeenAsync(1);
        Problem problem = (await mesh.Submissions.Submit(new JobSubmission { Circuit = Joined(17) }, new Caller())).Problem!;
        Assert.Equal((422, "resource_exhausted"), (problem.Status, problem.Error));
        Assert.Contains("17 qubits", problem.Detail, StringComparison.Ordinal);
        Assert.Contains("3 MiB", problem.Detail, StringComparison.Ordinal);

        string looped = Joined(14) + "while (c[13]) { reset q[13]; h q[13]; c[13] = measure q[13]; }\n";
        string[] jobs = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => mesh.SubmitAsync(
            new JobSubmission { Circuit = number % 2 == 0 ? Joined(15) : looped, Shots = 4, NoiseShots = 1, Seed = (UInt128)number })));
        foreach (string job in jobs)
        {
            JobDocument ended = await mesh.EndAsync(job);
            Assert.True(ended.State == JobState.Completed, ended.Error);
        }
    }

    private static string Joined(int qubits) =>
        $"OPENQASM 3.0;\nqubit[{qubits}] q;\nbit[{qubits}] c;\nry(0.3) q[0];\n"
        + string.Join('\n', Enumerable.Range(1, qubits - 1).Select(qubit => $"cx q[{qubit - 1}], q[{qubit}];\nry(0.{qubit}) q[{qubit}];")) + "\nc = measure q;\n";
}
