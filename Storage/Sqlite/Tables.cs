namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>Names of tables.</summary>
internal static class Tables
{
    public static string Of(ProjectionKind kind) => kind switch
    {
        ProjectionKind.PeerCapabilities => "peer_capabilities",
        ProjectionKind.TopologyProjections => "topology_projections",
        ProjectionKind.BenchmarkResults => "benchmark_results",
        ProjectionKind.ProvenanceBundles => "provenance_bundles",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such projection."),
    };

    public static string Of(ReadModelTable table) => table switch
    {
        ReadModelTable.Jobs => "jobs",
        ReadModelTable.JobCircuits => "job_circuits",
        ReadModelTable.ExecutionPlans => "execution_plans",
        ReadModelTable.PlanSnapshots => "plan_snapshots",
        ReadModelTable.ReservationEvents => "reservation_events",
        ReadModelTable.ExecutionEvents => "execution_events",
        ReadModelTable.Results => "results",
        ReadModelTable.Enrollments => "enrollments",
        ReadModelTable.WorkflowRuns => "workflow_runs",
        ReadModelTable.FinancialJobs => "financial_jobs",
        ReadModelTable.FidelitySamples => "fidelity_samples",
        ReadModelTable.PeerCapabilities => Of(ProjectionKind.PeerCapabilities),
        ReadModelTable.TopologyProjections => Of(ProjectionKind.TopologyProjections),
        ReadModelTable.BenchmarkResults => Of(ProjectionKind.BenchmarkResults),
        ReadModelTable.ProvenanceBundles => Of(ProjectionKind.ProvenanceBundles),
        _ => throw new ArgumentOutOfRangeException(nameof(table), table, "No such table."),
    };
}
