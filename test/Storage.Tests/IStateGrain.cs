namespace Orleans.QuantumMesh.Storage.Tests;

/// <summary>A grain that only has state.</summary>
public interface IStateGrain : IGrainWithStringKey
{
    /// <summary>The text, null where there is no state.</summary>
    Task<string?> Get();

    /// <summary>Stores a text.</summary>
    Task Set(string text);

    /// <summary>Adds one to the number and stores it.</summary>
    Task<int> Increment();

    /// <summary>Removes the state.</summary>
    Task Clear();

    /// <summary>Goes away, so that the next call reads the store.</summary>
    Task Deactivate();
}
