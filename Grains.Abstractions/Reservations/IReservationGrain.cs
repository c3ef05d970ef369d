namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A reservation, keyed by its id (<c>res-…</c>, <see cref="ReservationKeys"/>).</summary>
[Alias("qmesh.reservation")]
public interface IReservationGrain : IGrainWithStringKey
{
    /// <summary>Prepares and commits a slot on the node; a node without a free slot is a <c>conflict</c> that names the next free window.</summary>
    [Alias("create")]
    Task<Outcome<ReservationDocument>> Create(ReservationRequest request, Caller caller);

    /// <summary>The reservation as it stands, those that jobs made included; a foreign or unknown one is <c>not_found</c>.</summary>
    [Alias("get")]
    Task<Outcome<ReservationDocument>> Get(Caller caller);

    /// <summary>Releases the slot; a terminal reservation, or one that a running job holds, is a <c>conflict</c>.</summary>
    [Alias("cancel")]
    Task<Outcome<ReservationDocument>> Cancel(string? reason, Caller caller);
}
