namespace Orleans.QuantumMesh.Storage;

/// <summary>A user.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Name">What the user is called; unique.</param>
/// <param name="Role">admin, operator, developer or viewer.</param>
/// <param name="Disabled">Whether the user's keys no longer count.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record UserRow(string Id, string Name, string Role, bool Disabled, DateTimeOffset CreatedAt);
