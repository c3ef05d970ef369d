namespace Orleans.QuantumMesh.Storage.Tests;

/// <inheritdoc cref="IStateGrain"/>
public sealed class StateGrain([PersistentState("state")] IPersistentState<TestState> state) : Grain, IStateGrain
{
    public Task<string?> Get() => Task.FromResult(state.RecordExists ? state.State.Text : null);

    public Task Set(string text)
    {
        state.State = state.State with { Text = text };
        return state.WriteStateAsync();
    }

    public async Task<int> Increment()
    {
        state.State = state.State with { Number = state.State.Number + 1 };
        await state.WriteStateAsync();
        return state.State.Number;
    }

    public Task Clear() => state.ClearStateAsync();

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
