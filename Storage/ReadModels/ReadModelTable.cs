namespace Orleans.QuantumMesh.Storage;

/// <summary>The tables that can be emptied and filled again from the journal.</summary>
public enum ReadModelTable
{
    /// <summary>Jobs.</summary>
    Jobs,

    /// <summary>What jobs were submitted with.</summary>
    JobCircuits,

    /// <summary>Plans.</summary>
    ExecutionPlans,

    /// <summary>Quality snapshots.</summary>
    PlanSnapshots,

    /// <summary>Transitions of reservations.</summary>
    ReservationEvents,

    /// <summary>Events of executions.</summary>
    ExecutionEvents,

    /// <summary>Results.</summary>
    Results,

    /// <summary>Enrollments.</summary>
    Enrollments,

    /// <summary>Workflow runs.</summary>
    WorkflowRuns,

    /// <summary>Financial jobs.</summary>
    FinancialJobs,

    /// <summary>Fidelity series.</summary>
    FidelitySamples,

    /// <summary>What each peer offers.</summary>
    PeerCapabilities,

    /// <summary>The mesh as seen from here.</summary>
    TopologyProjections,

    /// <summary>Benchmarks.</summary>
    BenchmarkResults,

    /// <summary>Provenance.</summary>
    ProvenanceBundles,
}
