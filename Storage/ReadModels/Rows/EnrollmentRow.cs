namespace Orleans.QuantumMesh.Storage;

/// <summary>A peer's enrollment.</summary>
/// <param name="Id">The enrollment's id.</param>
/// <param name="PeerId">The peer; unique.</param>
/// <param name="OwnerUserId">The user that enrolled it.</param>
/// <param name="TrustTier">platform_managed, org_managed, user_contributed, public_untrusted or quarantined.</param>
/// <param name="Status">Such as pending, ready, rejected, quarantined.</param>
/// <param name="CapabilitySummary">JSON text.</param>
/// <param name="Reason">Why the last action was taken.</param>
/// <param name="Actor">Who took it.</param>
/// <param name="Document">What else belongs to it (challenge, proof), as JSON text.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="UpdatedAt">UTC.</param>
public sealed record EnrollmentRow(
    string Id,
    string PeerId,
    string OwnerUserId,
    string TrustTier,
    string Status,
    string CapabilitySummary,
    string? Reason,
    string? Actor,
    string? Document,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);
