using System.Diagnostics;
using System.Globalization;
using Orleans.QuantumMesh.Cli.Processes;

namespace Orleans.QuantumMesh.Bench.Jobs;

/// <summary>Processor time of the coordinator, the nodes and this client, between two moments: what a job costs even where other programs take the machine's time.</summary>
internal sealed class CpuMeter(MeshProcesses mesh)
{
    private readonly TimeSpan _coordinator = Of([mesh.Silo.Id]);
    private readonly TimeSpan _nodes = Of(NodeIds(mesh));
    private readonly TimeSpan _client = Of([Environment.ProcessId]);

    /// <summary>Milliseconds since this was made, divided by a number of things done.</summary>
    public string Per(int count) => string.Create(
        CultureInfo.InvariantCulture,
        $"cpu each: coordinator {Each(Of([mesh.Silo.Id]) - _coordinator, count):F2} ms, nodes {Each(Of(NodeIds(mesh)) - _nodes, count):F2} ms, client {Each(Of([Environment.ProcessId]) - _client, count):F2} ms");

    private static double Each(TimeSpan time, int count) => time.TotalMilliseconds / Math.Max(1, count);

    private static IEnumerable<int> NodeIds(MeshProcesses mesh) => mesh.Nodes.Select(node => node.ProcessId).OfType<int>();

    private static TimeSpan Of(IEnumerable<int> processes)
    {
        TimeSpan sum = TimeSpan.Zero;
        foreach (int id in processes)
        {
            using Process process = Process.GetProcessById(id);
            sum += process.TotalProcessorTime;
        }

        return sum;
    }
}
